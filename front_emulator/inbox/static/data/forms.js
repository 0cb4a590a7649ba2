/* What is sent, in the form it needs: JSON, or with files a form in Front's bracket notation. */
export function withFiles(fields, files) {
  if (files.length === 0) return fields;
  const form = new FormData();
  append(form, "", fields);
  for (const file of files) form.append("attachments[]", file, file.name);
  return form;
}

function append(form, name, value) {
  if (value === undefined || value === null || value === "") return;
  if (Array.isArray(value)) value.forEach((each) => append(form, `${name}[]`, each));
  else if (typeof value === "object") {
    for (const [key, each] of Object.entries(value)) append(form, name ? `${name}[${key}]` : key, each);
  } else form.append(name, String(value));
}

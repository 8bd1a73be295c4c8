// What a printed page says at its foot: its subject and its number. Browsers before 2025 print without it.

const escaped = (text) => Array.from(text, (sign) => `\\${sign.codePointAt(0).toString(16).padStart(6, "0")}`).join("");

const footOf = (text) => `@page{margin:14mm 16mm 18mm;@bottom-left{content:"${escaped(text)}";font:8pt sans-serif;color:#4f5c57;white-space:nowrap}`
  + "@bottom-right{content:counter(page) \" / \" counter(pages);font:8pt sans-serif;color:#4f5c57}}";

/** Number the printed pages, and call before each printing; returns a function that ends it. */
export const numbered = (text, before) => {
  addEventListener("beforeprint", before);
  const sheets = "adoptedStyleSheets" in Document.prototype;
  const sheet = sheets && new CSSStyleSheet();
  if (sheets) {
    sheet.replaceSync(footOf(text));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  return () => {
    removeEventListener("beforeprint", before);
    if (sheets) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
  };
};

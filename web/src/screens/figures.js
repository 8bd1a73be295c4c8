export const title = () => "";
export const View = () => null;

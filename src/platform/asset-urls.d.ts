// Files the build names by content and hands out as addresses.

declare module "*.wasm?url" {
  const url: string;
  export default url;
}

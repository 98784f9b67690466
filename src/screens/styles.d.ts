// The bundler turns these imports into style sheets, or into the address of one; for the compiler they are nothing, or a text.

declare module "*.css";
declare module "*.css?url" {
  const address: string;
  export default address;
}

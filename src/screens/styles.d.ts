// The bundler turns these imports into style sheets; for the compiler they are nothing.

declare module "*.css";

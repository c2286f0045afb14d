// WebAssembly without threads: a transaction may await a module, and must not seem to wait for nothing.

interface WebAssemblyObject {
  Module: new (bytes: unknown) => object;
  Instance: new (module: object, imports?: unknown) => object;
  compile: unknown;
  instantiate: unknown;
}

/**
 * Makes `compile` and `instantiate` do their work at once and answer with a settled promise. The
 * engine's own resolve from another thread, with no operation under way that the event loop could see.
 */
export function installWebAssembly(): void {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyObject };
  const { Module, Instance } = WebAssembly;
  WebAssembly.compile = async (bytes: unknown) => new Module(bytes);
  WebAssembly.instantiate = async (source: unknown, imports?: unknown) => {
    if (source instanceof Module) return new Instance(source, imports);
    const module = new Module(source);
    return { module, instance: new Instance(module, imports) };
  };
}

export function createApiDocument(): Promise<string>;

/** Entry: the empty module that an import of the types for a framework loads when the program runs. */
export {};

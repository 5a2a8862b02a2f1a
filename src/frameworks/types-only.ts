/** Entry: what an import of types alone finds when the program runs. Nothing. */
export {};

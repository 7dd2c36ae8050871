// The process of one live Pod: reads its order from the inherited pipe and runs until its program ends.
export {};

import "./sample.ts";

/**
 * The package `ws`. It is required here once, and not imported: to import a CommonJS package Node reads its source
 * another time, in search of names, which costs every thread 100 ms of CPU when it starts.
 */
import ws = require("ws");

export const WebSocket = ws.WebSocket;
export type WebSocket = ws.WebSocket;
export const WebSocketServer = ws.WebSocketServer;
export type WebSocketServer = ws.WebSocketServer;
export type RawData = ws.RawData;

/**
 * The package `ws`. It is required and not imported, because to import a CommonJS package Node parses its source once
 * more to find its exports, which costs every thread 100 ms of CPU time when it starts.
 */
import ws = require("ws");

/** A WebSocket, dialled or accepted. */
export const WebSocket = ws.WebSocket;
/** A WebSocket, dialled or accepted. */
export type WebSocket = ws.WebSocket;
/** A listening server of WebSockets. */
export const WebSocketServer = ws.WebSocketServer;
/** A listening server of WebSockets. */
export type WebSocketServer = ws.WebSocketServer;
/** What arrives on a WebSocket. */
export type RawData = ws.RawData;

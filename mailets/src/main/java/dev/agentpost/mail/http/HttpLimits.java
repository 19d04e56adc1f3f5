package dev.agentpost.mail.http;

import java.time.Duration;

/**
 * What a client of the listener may take. Beyond the connections, the one that has been idle longest makes room; where none
 * is idle, the new one is closed.
 *
 * @param maxConnections open at a time, of all clients
 * @param maxConnectionsPerAddress of one remote address, in IPv6 of its /64; not counted behind a proxy
 * @param maxPipelined requests of a connection that are not answered yet
 * @param maxRequests of a connection, which is then closed
 * @param idle how long a connection may wait between requests, and before the first
 * @param head from the first octet of a request to the end of its headers
 * @param body from there to the end of the body
 * @param stall how long a client may take nothing of an answer
 * @param answer until a whole answer is taken
 */
public record HttpLimits(
        int maxRequestLineBytes,
        int maxHeaderBytes,
        int maxBodyBytes,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxPipelined,
        int maxRequests,
        Duration idle,
        Duration head,
        Duration body,
        Duration stall,
        Duration answer) {

    public static final HttpLimits DEFAULT = new HttpLimits(
            8_192,
            16_384,
            65_536,
            4_096,
            128,
            16,
            1_000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));
}

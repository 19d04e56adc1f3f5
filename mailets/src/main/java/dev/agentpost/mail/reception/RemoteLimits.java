package dev.agentpost.mail.reception;

import dev.agentpost.mail.core.CidrBlock;
import java.util.List;

/**
 * What one remote address may ask of the listener, and all of them together.
 *
 * @param connections open at the same time
 * @param connectionsPerMinute new ones
 * @param messagesPerMinute begun
 * @param allConnections open at the same time, of all addresses
 * @param exempt networks to which only {@code allConnections} applies
 */
public record RemoteLimits(
        int connections, int connectionsPerMinute, int messagesPerMinute, int allConnections, List<CidrBlock> exempt) {
    public RemoteLimits {
        exempt = List.copyOf(exempt);
    }
}

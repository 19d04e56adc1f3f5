package dev.agentpost.mail.outbound;

import java.time.Instant;
import java.util.Optional;

/**
 * The tries of a message at one destination.
 *
 * @param nextTry empty when no recipient is pending any more
 * @param attempts how many have ended
 */
public record DestinationState(String destination, Optional<Instant> nextTry, int attempts) {}

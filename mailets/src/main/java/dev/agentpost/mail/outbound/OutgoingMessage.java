package dev.agentpost.mail.outbound;

import com.google.common.base.Splitter;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message on its way to other servers; what does not change.
 *
 * @param id of the submission; a {@code -2}, {@code -3} … follows when a message has more recipients than one entry takes
 * @param organization absent for mail that the server itself writes
 * @param inbox the address of the inbox that submitted it
 * @param sender of the envelope; empty: the null sender
 * @param contentId names the octets
 * @param eightBit whether octets above 127 are among them
 * @param expiresAt when the last try is made
 */
public record OutgoingMessage(
        String id,
        Optional<OrganizationId> organization,
        Optional<String> inbox,
        String sender,
        UUID contentId,
        long sizeBytes,
        boolean eightBit,
        Instant acceptedAt,
        Instant expiresAt) {
    /** The same for all entries of a message. */
    public String submissionId() {
        return Splitter.on('-').limit(2).splitToStream(id).findFirst().orElseThrow();
    }
}

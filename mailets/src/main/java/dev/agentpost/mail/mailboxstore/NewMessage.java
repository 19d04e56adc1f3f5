package dev.agentpost.mail.mailboxstore;

import java.time.Instant;
import java.util.Optional;

/**
 * A message that is to come into a folder. Its content is durable already, and its place was announced with
 * {@link ContentStore#announce} or {@link ContentStore#save}.
 *
 * @param deliveryId when the append must happen once however often it is asked for
 * @param claim when the folder shall hold it once, whoever brings it
 * @param recent whether it is {@code \Recent} until a session selects the folder
 */
public record NewMessage(
        ContentId contentId,
        Optional<DeliveryId> deliveryId,
        Optional<CopyClaim> claim,
        MessageFlags flags,
        boolean recent,
        Instant internalDate,
        Instant saveDate,
        long sizeBytes,
        int headerBytes) {

    public NewMessage(
            ContentId contentId,
            Optional<DeliveryId> deliveryId,
            MessageFlags flags,
            boolean recent,
            Instant internalDate,
            Instant saveDate,
            long sizeBytes,
            int headerBytes) {
        this(contentId, deliveryId, Optional.empty(), flags, recent, internalDate, saveDate, sizeBytes, headerBytes);
    }
}

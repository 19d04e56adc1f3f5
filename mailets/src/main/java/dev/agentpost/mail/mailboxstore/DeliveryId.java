package dev.agentpost.mail.mailboxstore;

/**
 * What makes an append happen once: a second append to the same folder with the same id finds the first one's message.
 * Remembered for {@link FolderMessages#DELIVERY_MEMORY}.
 *
 * @param value 1 to 256 characters; starts with a time, such as a ULID, where it can
 */
public record DeliveryId(String value) {
    private static final int MAX_LENGTH = 256;

    public DeliveryId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a delivery id has 1 to " + MAX_LENGTH + " characters, not " + value.length());
        }
    }
}

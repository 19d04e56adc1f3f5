package dev.agentpost.mail.mailboxstore.rows;

import java.util.Optional;

/**
 * Which message has a claim. It counts for nothing once that message has left the folder.
 *
 * @param heldBy the delivery that the message stands for, by its id; empty while a client brought it and no delivery
 *     has come
 * @param bcc see {@link dev.agentpost.mail.mailboxstore.CopyClaim}
 */
public record HeldClaim(long uid, Optional<String> heldBy, String bcc) {}

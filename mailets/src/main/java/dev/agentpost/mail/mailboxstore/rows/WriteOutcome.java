package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.DeliveryId;
import java.util.Map;

/** What became of a conditional write. */
public sealed interface WriteOutcome {
    record Applied() implements WriteOutcome {}

    /**
     * Nothing was written.
     *
     * @param headMoved another change came first, or the folder is gone
     * @param deliveries those of the batch that are there already, with the UID that they got
     */
    record Refused(boolean headMoved, Map<DeliveryId, Long> deliveries) implements WriteOutcome {}

    /** It may have been written, or may still be until a later write of the same version wins. */
    record Unknown(Throwable cause) implements WriteOutcome {}
}

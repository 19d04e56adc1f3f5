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
     * @param claims those that the batch took for free, by their name; when the head has not moved, as they are at its
     *     version
     */
    record Refused(boolean headMoved, Map<DeliveryId, Long> deliveries, Map<String, HeldClaim> claims)
            implements WriteOutcome {
        /** The head is as it was: with what is known now, the next plan may be right. */
        boolean isPlannedOnTooLittle() {
            return !headMoved && !(deliveries.isEmpty() && claims.isEmpty());
        }

        /** The head moved, and no more is known. */
        public static Refused moved() {
            return new Refused(true, Map.of(), Map.of());
        }
    }

    /** It may have been written, or may still be until a later write of the same version wins. */
    record Unknown(Throwable cause) implements WriteOutcome {}
}

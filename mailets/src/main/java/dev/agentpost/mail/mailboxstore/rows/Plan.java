package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the first of the waiting changes come to on a folder as it was read.
 *
 * @param answers one for each change that is in the plan, in their order
 * @param batch absent when nothing is to be written
 */
record Plan(FolderPages before, FolderPages after, List<Answer<?>> answers, Optional<RowBatch> batch) {

    record Answer<R>(Pending<R> pending, R value) {
        private static <R> Answer<R> of(Pending<R> pending, Draft draft) {
            return new Answer<>(pending, pending.change().applyTo(draft));
        }

        void give() {
            pending.succeed(value);
        }
    }

    /** Takes as many changes as one write may hold, one at least, and none that must be alone. */
    static Plan of(
            FolderPages before,
            Map<Long, StoredMessage> rows,
            Map<DeliveryId, Long> knownDeliveries,
            Iterable<Pending<?>> waiting) {
        Draft draft = new Draft(before, rows, knownDeliveries);
        List<Answer<?>> answers = new ArrayList<>();
        for (Pending<?> pending : waiting) {
            if (draft.isFull() || pending.change() instanceof Change.Delete) {
                break;
            }
            answers.add(Answer.of(pending, draft));
        }
        if (draft.isUnchanged()) {
            return new Plan(before, before, answers, Optional.empty());
        }
        return new Plan(before, draft.after(), answers, Optional.of(draft.toBatch(UUID.randomUUID())));
    }
}

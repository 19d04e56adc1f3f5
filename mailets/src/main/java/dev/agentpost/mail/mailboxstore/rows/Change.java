package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.Appended;
import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.NewMessage;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.util.List;
import java.util.Optional;

/**
 * The smallest changes of a folder, of which every request is made up: many of them, from whomever, share a write.
 *
 * @param <R> what it answers
 */
sealed interface Change<R> {

    R applyTo(Draft draft);

    record Append(NewMessage message) implements Change<Appended> {
        @Override
        public Appended applyTo(Draft draft) {
            return draft.append(message);
        }
    }

    /** Empty when there is no such message. */
    record UpdateFlags(long uid, FlagsUpdate update) implements Change<Optional<FlagsChange>> {
        @Override
        public Optional<FlagsChange> applyTo(Draft draft) {
            return draft.updateFlags(uid, update);
        }
    }

    /** Empty when there is no such message. */
    record Expunge(long uid) implements Change<Optional<StoredMessage>> {
        @Override
        public Optional<StoredMessage> applyTo(Draft draft) {
            return draft.expunge(uid);
        }
    }

    /** Answers with the UIDs that were recent. */
    record ResetRecent(long page) implements Change<List<Long>> {
        @Override
        public List<Long> applyTo(Draft draft) {
            return draft.resetRecent(page);
        }
    }

    /** Of the whole folder; shares no write with others. */
    record Delete() implements Change<Boolean> {
        @Override
        public Boolean applyTo(Draft draft) {
            return true;
        }
    }
}

package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.ContentId;
import org.apache.james.mailbox.model.MessageId;

/** A message as James names it, the same in every folder that has a copy: its content. */
public record ContentMessageId(ContentId content) implements MessageId {

    public static final class Factory implements MessageId.Factory {
        @Override
        public MessageId fromString(String serialized) {
            return new ContentMessageId(ContentId.of(serialized));
        }

        @Override
        public MessageId generate() {
            return new ContentMessageId(ContentId.generate());
        }
    }

    /** @throws ClassCastException when the id is another store's */
    static ContentId contentOf(MessageId id) {
        return ((ContentMessageId) id).content();
    }

    @Override
    public String serialize() {
        return content.toString();
    }

    @Override
    public boolean isSerializable() {
        return true;
    }

    @Override
    public String toString() {
        return content.toString();
    }
}

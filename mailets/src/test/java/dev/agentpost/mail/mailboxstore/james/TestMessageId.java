package dev.agentpost.mail.mailboxstore.james;

import org.apache.james.mailbox.model.MessageId;

record TestMessageId(String value) implements MessageId {
    @Override
    public String serialize() {
        return value;
    }

    @Override
    public boolean isSerializable() {
        return true;
    }
}

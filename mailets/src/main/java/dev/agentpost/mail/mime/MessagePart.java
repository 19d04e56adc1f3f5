package dev.agentpost.mail.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;

/**
 * A part of a message, the message itself one of them, and where its octets lie in the message. Filled in while the
 * message is read, and not changed afterwards.
 */
public final class MessagePart {
    private static final String MULTIPART = "multipart";

    private final long headerStart;
    private final List<MessagePart> children = new ArrayList<>();
    private MaximalBodyDescriptor descriptor;
    private Optional<PartHeader> fields = Optional.empty();
    private Optional<MessagePart> embedded = Optional.empty();
    private long bodyStart;
    private long bodyEnd;
    private long lines;

    public MessagePart(long headerStart) {
        this.headerStart = headerStart;
    }

    public void describe(MaximalBodyDescriptor described, long bodyBegins) {
        descriptor = described;
        bodyStart = bodyBegins;
    }

    void setFields(PartHeader read) {
        fields = Optional.of(read);
    }

    void end(long bodyEnds, long linesOfBody) {
        bodyEnd = bodyEnds;
        lines = linesOfBody;
    }

    void addChild(MessagePart child) {
        children.add(child);
    }

    void setEmbedded(MessagePart message) {
        embedded = Optional.of(message);
    }

    public boolean isMultipart() {
        return MULTIPART.equalsIgnoreCase(descriptor.getMediaType());
    }

    public MaximalBodyDescriptor descriptor() {
        return descriptor;
    }

    /** Of a message within another one. */
    public Optional<PartHeader> fields() {
        return fields;
    }

    /** Of a multipart. */
    public List<MessagePart> children() {
        return children;
    }

    /** The message that a message/rfc822 part is. */
    public Optional<MessagePart> embedded() {
        return embedded;
    }

    /** Line ends in the body. */
    public long lines() {
        return lines;
    }

    /** With the empty line. */
    public OctetRange header() {
        return new OctetRange(headerStart, bodyStart);
    }

    public OctetRange body() {
        return new OctetRange(bodyStart, bodyEnd);
    }

    /** By its numbers (RFC 3501 section 6.4.5): the only part of a message that is no multipart is its first. */
    public Optional<MessagePart> at(int[] path) {
        Optional<MessagePart> level = Optional.of(this);
        Optional<MessagePart> part = Optional.empty();
        for (int number : path) {
            part = level.flatMap(message -> message.part(number));
            level = part.flatMap(found -> found.isMultipart() ? Optional.of(found) : found.embedded());
        }
        return part;
    }

    private Optional<MessagePart> part(int number) {
        if (!isMultipart()) {
            return number == 1 ? Optional.of(this) : Optional.empty();
        }
        return number >= 1 && number <= children.size() ? Optional.of(children.get(number - 1)) : Optional.empty();
    }

    /** From the first octet to before the last. */
    public record OctetRange(long start, long end) {
        public static final OctetRange NONE = new OctetRange(0, 0);

        public long length() {
            return end - start;
        }
    }
}

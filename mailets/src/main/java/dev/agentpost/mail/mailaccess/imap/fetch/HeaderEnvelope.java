package dev.agentpost.mail.mailaccess.imap.fetch;

import com.google.common.collect.ImmutableListMultimap;
import dev.agentpost.mail.mime.PartHeader;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.imap.message.response.FetchResponse.Envelope;

/**
 * ENVELOPE (RFC 3501 section 7.4.2): a text that is absent is NIL, one that is empty is empty, and there is no empty list
 * of addresses. Null stands for NIL, as James has it.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HeaderEnvelope(
        String date,
        String subject,
        Address[] from,
        Address[] sender,
        Address[] replyTo,
        Address[] to,
        Address[] cc,
        Address[] bcc,
        String inReplyTo,
        String messageId)
        implements Envelope {

    static HeaderEnvelope of(PartHeader header) {
        ImmutableListMultimap<String, byte[]> values = header.values();
        Address[] from = addresses(values.get("from"));
        return new HeaderEnvelope(
                text(values.get("date")),
                text(values.get("subject")),
                from,
                orElse(addresses(values.get("sender")), from),
                orElse(addresses(values.get("reply-to")), from),
                addresses(values.get("to")),
                addresses(values.get("cc")),
                addresses(values.get("bcc")),
                text(values.get("in-reply-to")),
                text(values.get("message-id")));
    }

    private static String text(List<byte[]> values) {
        return values.isEmpty() ? null : Wording.quotable(Wording.unfolded(values.get(0)));
    }

    /** Of several fields of one name all, so that none hides behind another. */
    private static Address[] addresses(List<byte[]> values) {
        return EnvelopeAddress.parse(values.stream().map(Wording::unfolded).collect(Collectors.joining(", ")));
    }

    private static Address[] orElse(Address[] given, Address[] otherwise) {
        return given == null ? otherwise : given;
    }

    @Override
    public String getDate() {
        return date;
    }

    @Override
    public String getSubject() {
        return subject;
    }

    @Override
    public Address[] getFrom() {
        return from;
    }

    @Override
    public Address[] getSender() {
        return sender;
    }

    @Override
    public Address[] getReplyTo() {
        return replyTo;
    }

    @Override
    public Address[] getTo() {
        return to;
    }

    @Override
    public Address[] getCc() {
        return cc;
    }

    @Override
    public Address[] getBcc() {
        return bcc;
    }

    @Override
    public String getInReplyTo() {
        return inReplyTo;
    }

    @Override
    public String getMessageId() {
        return messageId;
    }
}

package dev.agentpost.mail.mailaccess.imap;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest.ClientSpecifiedUidValidity;
import org.apache.james.mailbox.MessageUid;

/**
 * What may stand behind the mailbox of SELECT and EXAMINE: CONDSTORE and QRESYNC, in any order (RFC 4466 section 2.1, RFC
 * 7162 sections 3.1.8 and 3.2.5). James takes one of them.
 *
 * @param resync when there is QRESYNC
 */
record OpeningParameters(boolean condstore, Optional<Resync> resync) {
    private static final OpeningParameters NONE = new OpeningParameters(false, Optional.empty());

    /** @param known those of which the client wants to hear; all when it does not say */
    record Resync(ClientSpecifiedUidValidity uidValidity, long modSeq, Optional<UidRange[]> known) {}

    /** To the end of the line. */
    static OpeningParameters read(ImapRequestLineReader reader) throws DecodingException {
        OpeningParameters parameters = reader.nextWordCharLenient().isPresent() ? parameters(reader) : NONE;
        reader.eol();
        return parameters;
    }

    /** Of James's requests for the two commands. */
    @FunctionalInterface
    interface Factory {
        AbstractMailboxSelectionRequest create(
                String mailbox,
                boolean condstore,
                ClientSpecifiedUidValidity uidValidity,
                Long modSeq,
                UidRange[] known,
                UidRange[] matchUids,
                IdRange[] matchNumbers,
                Tag tag);
    }

    AbstractMailboxSelectionRequest request(String mailbox, Tag tag, Factory factory) {
        return factory.create(
                mailbox,
                condstore,
                resync.map(Resync::uidValidity).orElse(ClientSpecifiedUidValidity.UNKNOWN),
                resync.map(Resync::modSeq).orElse(null),
                resync.flatMap(Resync::known).orElse(null),
                null,
                null,
                tag);
    }

    private static OpeningParameters parameters(ImapRequestLineReader reader) throws DecodingException {
        OpeningParameters parameters = NONE;
        reader.consumeChar('(');
        do {
            parameters = parameters.with(reader.atom().toUpperCase(Locale.ROOT), reader);
        } while (reader.nextWordChar() != ')');
        reader.consume();
        return parameters;
    }

    private OpeningParameters with(String name, ImapRequestLineReader reader) throws DecodingException {
        if (name.equals("CONDSTORE")) {
            return new OpeningParameters(true, resync);
        }
        if (name.equals("QRESYNC") && resync.isEmpty()) {
            return new OpeningParameters(condstore, Optional.of(resync(reader)));
        }
        throw bad("unknown parameter");
    }

    private static Resync resync(ImapRequestLineReader reader) throws DecodingException {
        reader.nextWordChar();
        reader.consumeChar('(');
        ClientSpecifiedUidValidity uidValidity = ClientSpecifiedUidValidity.of(reader.number());
        long modSeq = reader.number(true);
        Optional<UidRange[]> known =
                Character.isDigit(reader.nextWordChar()) ? Optional.of(known(reader)) : Optional.empty();
        if (reader.nextWordChar() == '(') {
            skipMatchData(reader);
        }
        reader.nextWordChar();
        reader.consumeChar(')');
        return new Resync(uidValidity, modSeq, known);
    }

    private static UidRange[] known(ImapRequestLineReader reader) throws DecodingException {
        UidRange[] known = reader.parseUidRange();
        if (Stream.of(known).anyMatch(range -> range.getHighVal().equals(MessageUid.MAX_VALUE))) {
            throw bad("* is not allowed here");
        }
        return known;
    }

    /**
     * Section 3.2.5.2 lets a server do without. It is for one that does not remember what was expunged since; here that is
     * remembered for a month, and a client that was away for longer hears of more than it must.
     */
    private static void skipMatchData(ImapRequestLineReader reader) throws DecodingException {
        reader.consume();
        reader.parseIdRange();
        reader.nextWordChar();
        reader.parseUidRange();
        reader.nextWordChar();
        reader.consumeChar(')');
    }

    private static DecodingException bad(String reason) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, reason);
    }
}

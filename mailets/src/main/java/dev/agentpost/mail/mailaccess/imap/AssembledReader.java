package dev.agentpost.mail.mailaccess.imap;

import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.message.Literal;

/** Lets James's parsers read a command that has arrived whole. */
final class AssembledReader extends ImapRequestLineReader {
    private final AssembledCommand command;
    private int segment;
    private int position;

    AssembledReader(AssembledCommand command) {
        this.command = command;
    }

    AssembledCommand command() {
        return command;
    }

    @Override
    public char nextChar() throws DecodingException {
        if (!nextSeen) {
            nextChar = (char) (nextByte() & 0xFF);
            nextSeen = true;
        }
        return nextChar;
    }

    private byte nextByte() throws DecodingException {
        if (segment >= command.segments().size() || !(command.segments().get(segment) instanceof byte[] line)) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "Unexpected end of command.");
        }
        byte next = line[position];
        position++;
        if (position == line.length) {
            segment++;
            position = 0;
        }
        return next;
    }

    /** {@code $} (RFC 5182), which needs the session to be told, is a set without ranges; no other set is. */
    @Override
    public IdRange[] parseIdRange(ImapSession session) throws DecodingException {
        if (session == null || nextWordChar() != '$') {
            return super.parseIdRange(null);
        }
        consume();
        return new IdRange[0];
    }

    /** James's counts on past the largest number that fits (RFC 7162: 63 bits). */
    @Override
    public long number(boolean stopOnParen) throws DecodingException {
        StringBuilder digits = new StringBuilder();
        char next = nextWordChar();
        while (next >= '0' && next <= '9') {
            digits.append(consume());
            next = nextChar();
        }
        boolean ended = ". >\r\n\t".indexOf(next) >= 0 || (stopOnParen && next == ')');
        try {
            if (ended) {
                return Long.parseLong(digits.toString());
            }
        } catch (NumberFormatException e) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "number is missing or too large", e);
        }
        throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "Expected a digit but was " + next);
    }

    /** {@code extraCrlf} is of no use here: the line end after a literal is the next segment. */
    @Override
    public Literal read(int size, boolean extraCrlf) throws DecodingException {
        if (segment >= command.segments().size() || !(command.segments().get(segment) instanceof Literal literal)) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "A literal must end its line.");
        }
        nextSeen = false;
        nextChar = 0;
        segment++;
        return literal;
    }

    /** The bytes are there already. */
    @Override
    protected void commandContinuationRequest() {
        // nothing to ask for
    }
}

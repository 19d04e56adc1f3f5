package dev.agentpost.mail.mailaccess.imap;

import org.apache.james.imap.api.display.HumanReadableText;
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

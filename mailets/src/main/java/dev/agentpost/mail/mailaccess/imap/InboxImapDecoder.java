package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.ImapConnection;
import dev.agentpost.mail.login.imap.StatusAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapCommandParser;
import org.apache.james.imap.decode.ImapCommandParserFactory;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.message.request.AppendRequest;
import org.apache.james.imap.message.request.StoreRequest;

/**
 * Finds the parser of a command. Before login only the few commands that make sense there are parsed at all. A client that
 * talks nonsense is sent away after a while.
 */
public final class InboxImapDecoder implements ImapDecoder {
    private static final Set<String> BEFORE_LOGIN =
            Set.of("CAPABILITY", "NOOP", "LOGOUT", "ID", "LOGIN", "AUTHENTICATE");
    private static final String BAD_COMMANDS = "dev.agentpost.mail.bad-commands";
    private static final int MAX_BAD_BEFORE_LOGIN = 10;
    private static final int MAX_BAD = 50;

    /** James's parser recurses for every search key, and so does the search. */
    private static final int MAX_SEARCH_WORDS = 1000;

    private final ImapCommandParserFactory parsers;

    public InboxImapDecoder(ImapCommandParserFactory parsers) {
        this.parsers = parsers;
    }

    @Override
    public ImapMessage decode(ImapRequestLineReader reader, ImapSession session) {
        ImapMessage message = parse(reader, session);
        countBad(message, session);
        return message;
    }

    private ImapMessage parse(ImapRequestLineReader reader, ImapSession session) {
        Tag tag;
        try {
            tag = reader.tag();
        } catch (DecodingException e) {
            return StatusAnswers.untaggedBad("command has no tag");
        }
        try {
            return parseTagged(tag, reader.atom().toUpperCase(Locale.ROOT), reader, session);
        } catch (DecodingException e) {
            return StatusAnswers.bad(tag, "unknown command");
        }
    }

    private ImapMessage parseTagged(Tag tag, String name, ImapRequestLineReader reader, ImapSession session) {
        boolean loggedIn = session.getState() != ImapSessionState.NON_AUTHENTICATED;
        ImapCommandParser parser = parsers.getParser(name);
        if (parser == null) {
            return StatusAnswers.bad(tag, "unknown command");
        }
        if (!loggedIn && !BEFORE_LOGIN.contains(name)) {
            return StatusAnswers.bad(tag, "log in first");
        }
        if (isTooComplex(name, reader)) {
            return StatusAnswers.bad(tag, "search is too complex");
        }
        ImapMessage message = parseArguments(parser, tag, reader, session);
        if (message instanceof StoreRequest store && !Keywords.areValid(store.getFlags())) {
            return StatusAnswers.bad(tag, Keywords.ANSWER);
        }
        return message instanceof AppendRequest append ? withoutMore(append, reader) : message;
    }

    private static ImapMessage parseArguments(
            ImapCommandParser parser, Tag tag, ImapRequestLineReader reader, ImapSession session) {
        try {
            return parser.parse(reader, tag, session);
        } catch (Error failure) {
            if (MalformedNames.caused(failure)) {
                return StatusAnswers.bad(tag, MalformedNames.ANSWER);
            }
            throw failure;
        }
    }

    private static boolean isTooComplex(String name, ImapRequestLineReader reader) {
        boolean maySearch = name.equals("SEARCH") || name.equals("UID");
        return maySearch
                && reader instanceof AssembledReader assembled
                && assembled.command().words() > MAX_SEARCH_WORDS;
    }

    /** James stops reading after the literal: a second message (MULTIAPPEND) would be lost behind an OK. */
    private static ImapMessage withoutMore(AppendRequest append, ImapRequestLineReader reader) {
        if (!Keywords.areValid(append.getFlags())) {
            release(append);
            return StatusAnswers.bad(append.getTag(), Keywords.ANSWER);
        }
        try {
            reader.eol();
            return append;
        } catch (DecodingException e) {
            release(append);
            return StatusAnswers.bad(append.getTag(), "one message at a time");
        }
    }

    private static void release(AppendRequest append) {
        try {
            append.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void countBad(ImapMessage message, ImapSession session) {
        boolean bad =
                message instanceof StatusResponse status && status.getServerResponseType() == StatusResponse.Type.BAD;
        if (!bad) {
            session.setAttribute(BAD_COMMANDS, null);
            return;
        }
        int count = session.getAttribute(BAD_COMMANDS) instanceof Integer before ? before + 1 : 1;
        session.setAttribute(BAD_COMMANDS, count);
        boolean loggedIn = session.getState() != ImapSessionState.NON_AUTHENTICATED;
        if (count >= (loggedIn ? MAX_BAD : MAX_BAD_BEFORE_LOGIN)) {
            ImapConnection.of(session).bye("too many bad commands");
        }
    }
}

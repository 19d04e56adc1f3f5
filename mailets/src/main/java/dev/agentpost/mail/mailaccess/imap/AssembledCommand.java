package dev.agentpost.mail.mailaccess.imap;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.imap.message.Literal;

/** The lines and literals of one command, as far as they have arrived. Used on the event loop only. */
final class AssembledCommand implements Closeable {
    private final List<Object> segments = new ArrayList<>();
    private long bytesInMemory;
    private Optional<String> refusal = Optional.empty();

    void addLine(byte[] line) {
        segments.add(line);
        bytesInMemory += line.length;
    }

    void addLiteral(Literal literal, long bytes) {
        segments.add(literal);
        bytesInMemory += literal instanceof FileLiteral ? 0 : bytes;
    }

    /** Its lines as byte arrays and its literals, in the order of arrival. */
    List<Object> segments() {
        return segments;
    }

    long bytesInMemory() {
        return bytesInMemory;
    }

    boolean isEmpty() {
        return segments.isEmpty() && refusal.isEmpty();
    }

    /** An empty line, as some clients send after a literal. */
    boolean isBlank() {
        return segments.size() == 1 && firstLine().isBlank() && refusal.isEmpty();
    }

    /** The command will not be carried out; the first reason counts. */
    void refuse(String statusAndText) {
        if (refusal.isEmpty()) {
            refusal = Optional.of(statusAndText);
        }
    }

    Optional<String> refusal() {
        return refusal;
    }

    /** What an answer begins with: the tag, or {@code *} when there is none. */
    String tag() {
        String tag = word(0);
        boolean valid = !tag.isEmpty() && tag.length() <= 64 && tag.chars().allMatch(AssembledCommand::isTagCharacter);
        return valid ? tag : "*";
    }

    boolean isAppend() {
        return word(1).toUpperCase(Locale.ROOT).equals("APPEND");
    }

    private String word(int index) {
        String[] words = firstLine().stripTrailing().split(" ", index + 2);
        return words.length > index ? words[index] : "";
    }

    private String firstLine() {
        return segments.isEmpty() ? "" : new String((byte[]) segments.get(0), StandardCharsets.ISO_8859_1);
    }

    /** How many words its lines hold, quoted strings apart. */
    int words() {
        int words = 0;
        for (Object segment : segments) {
            words += segment instanceof byte[] line ? wordsOf(line) : 1;
        }
        return words;
    }

    private static int wordsOf(byte[] line) {
        int words = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length; i++) {
            byte current = line[i];
            if (quoted && current == '\\') {
                i++;
            } else if (current == '"') {
                quoted = !quoted;
            } else if (!quoted && (current == ' ' || current == '(')) {
                words++;
            }
        }
        return words;
    }

    private static boolean isTagCharacter(int character) {
        return character > ' ' && character < 0x7F && "(){%*\"\\+".indexOf(character) < 0;
    }

    @Override
    public void close() throws IOException {
        for (Object segment : segments) {
            if (segment instanceof Closeable closeable) {
                closeable.close();
            }
        }
    }
}

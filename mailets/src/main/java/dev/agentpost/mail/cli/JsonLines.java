package dev.agentpost.mail.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.io.Writer;

/** Makes an object with the field {@code line} of each line that is written to it. */
final class JsonLines extends Writer {
    private final PrintWriter out;
    private final StringBuilder line = new StringBuilder();

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (characters[i] == '\n') {
                print();
            } else {
                line.append(characters[i]);
            }
        }
    }

    private void print() {
        out.println(JsonNodeFactory.instance.objectNode().put("line", line.toString()));
        line.setLength(0);
    }

    @Override
    public void flush() {
        out.flush();
    }

    /** A line that has not ended is none yet. */
    @Override
    public void close() {
        flush();
    }
}

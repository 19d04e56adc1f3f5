package dev.agentpost.mail.mailboxstore.search;

import java.util.Arrays;

/**
 * A text to be found in others whatever the case of its letters; accents count. Letters are the same when Unicode's simple
 * mappings to upper and then lower case make them so, as for {@link String#equalsIgnoreCase}. Immutable.
 */
public final class Needle {
    private final String text;
    private final char[] folded;
    /** Knuth, Morris and Pratt: how much of the beginning is matched still when the next character does not fit. */
    private final int[] fallback;

    private Needle(String text) {
        this.text = text;
        this.folded = fold(text);
        this.fallback = fallback(folded);
    }

    public static Needle of(String text) {
        return new Needle(text);
    }

    /** The empty text is in every other. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    public boolean isIn(CharSequence haystack) {
        Matcher matcher = matcher();
        for (int i = 0; i < haystack.length() && !matcher.isFound(); i++) {
            matcher.accept(haystack.charAt(i));
        }
        return matcher.isFound();
    }

    Matcher matcher() {
        return new Matcher();
    }

    private static char[] fold(String text) {
        return text.codePoints()
                .map(Needle::fold)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toCharArray();
    }

    private static int fold(int codePoint) {
        if (codePoint < 128) {
            return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint;
        }
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    private static int[] fallback(char[] folded) {
        int[] fallback = new int[folded.length];
        int matched = 0;
        for (int i = 1; i < folded.length; i++) {
            while (matched > 0 && folded[i] != folded[matched]) {
                matched = fallback[matched - 1];
            }
            if (folded[i] == folded[matched]) {
                matched++;
            }
            fallback[i] = matched;
        }
        return fallback;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Needle needle && Arrays.equals(folded, needle.folded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(folded);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Looks for the needle in a text that comes in pieces. For one thread. */
    final class Matcher {
        private int matched;
        private char highSurrogate;

        boolean isFound() {
            return matched == folded.length;
        }

        /** Has no effect once the needle is found. */
        void accept(char next) {
            if (Character.isHighSurrogate(next)) {
                highSurrogate = next;
            } else if (Character.isLowSurrogate(next) && highSurrogate != 0) {
                int codePoint = fold(Character.toCodePoint(highSurrogate, next));
                highSurrogate = 0;
                step(Character.highSurrogate(codePoint));
                step(Character.lowSurrogate(codePoint));
            } else {
                step((char) fold(next));
            }
        }

        /** What comes is another text. */
        void restart() {
            if (!isFound()) {
                matched = 0;
                highSurrogate = 0;
            }
        }

        private void step(char next) {
            if (isFound()) {
                return;
            }
            while (matched > 0 && next != folded[matched]) {
                matched = fallback[matched - 1];
            }
            if (next == folded[matched]) {
                matched++;
            }
        }
    }
}

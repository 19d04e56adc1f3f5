package dev.agentpost.mail.core.smtp;

/**
 * Finds what CR and LF leave in doubt in the octets of one message, and tells lines from pieces of a line that is too
 * long to come as one. Not safe for use by several threads.
 */
final class LineFraming {
    enum Found {
        LINE,
        /** Of a line over the limit of the decoder; also its last one, which holds the line's end. */
        PIECE,
        /** A CR without LF, or the other way round. */
        BARE_LINE_END
    }

    private boolean afterCr;
    private boolean inLine;

    /** @param octets what the decoder gave: up to the next LF, or less of a line that is too long */
    Found next(byte[] octets) {
        for (byte octet : octets) {
            if (afterCr != (octet == '\n')) {
                return Found.BARE_LINE_END;
            }
            afterCr = octet == '\r';
        }
        boolean began = !inLine;
        inLine = octets[octets.length - 1] != '\n';
        return began && !inLine ? Found.LINE : Found.PIECE;
    }
}

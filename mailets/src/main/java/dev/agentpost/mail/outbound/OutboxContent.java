package dev.agentpost.mail.outbound;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** The octets of a message in the parts of an {@link OutboxStore}. Blocks. */
final class OutboxContent {
    private final OutboxStore store;

    OutboxContent(OutboxStore store) {
        this.store = store;
    }

    record Saved(long sizeBytes, boolean eightBit) {}

    Saved save(UUID contentId, InputStream octets) throws IOException {
        long size = 0;
        boolean eightBit = false;
        int part = 0;
        for (byte[] read = octets.readNBytes(OutboxStore.PART_BYTES);
                read.length > 0;
                read = octets.readNBytes(OutboxStore.PART_BYTES)) {
            store.savePart(contentId, part++, read).block();
            size += read.length;
            eightBit = eightBit || isEightBit(read);
        }
        return new Saved(size, eightBit);
    }

    private static boolean isEightBit(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    InputStream open(OutgoingMessage message) {
        return new Parts(message);
    }

    void remove(OutgoingMessage message) {
        store.removeParts(message.contentId(), parts(message.sizeBytes())).block();
    }

    private static int parts(long sizeBytes) {
        return (int) ((sizeBytes + OutboxStore.PART_BYTES - 1) / OutboxStore.PART_BYTES);
    }

    private final class Parts extends InputStream {
        private final OutgoingMessage message;
        private byte[] current = new byte[0];
        private int position;
        private int nextPart;

        Parts(OutgoingMessage message) {
            this.message = message;
        }

        @Override
        public int read() throws IOException {
            return fill() ? current[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int taken = Math.min(length, current.length - position);
            System.arraycopy(current, position, bytes, offset, taken);
            position += taken;
            return taken;
        }

        private boolean fill() throws IOException {
            if (position < current.length) {
                return true;
            }
            if (nextPart == parts(message.sizeBytes())) {
                return false;
            }
            byte[] part = store.part(message.contentId(), nextPart).block();
            if (part == null) {
                throw new FileNotFoundException("part " + nextPart + " of message " + message.id() + " is missing");
            }
            current = part;
            position = 0;
            nextPart++;
            return true;
        }
    }
}

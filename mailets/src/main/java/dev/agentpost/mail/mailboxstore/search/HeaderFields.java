package dev.agentpost.mail.mailboxstore.search;

import com.google.common.primitives.Bytes;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mailboxstore.HeaderText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fields of a header block, unfolded and decoded. */
record HeaderFields(List<Field> fields) {

    /** @param name in lower case */
    record Field(String name, String value) {}

    /** Lines that are no field are left out. */
    static HeaderFields parse(byte[] header) {
        List<Field> fields = new ArrayList<>();
        for (byte[] octets : HeaderBlock.fields(header)) {
            int colon = Bytes.indexOf(octets, (byte) ':');
            if (colon > 0) {
                String name = new String(octets, 0, colon, StandardCharsets.ISO_8859_1);
                fields.add(new Field(name.strip().toLowerCase(Locale.ROOT), HeaderText.decoded(octets, colon + 1)));
            }
        }
        return new HeaderFields(List.copyOf(fields));
    }
}

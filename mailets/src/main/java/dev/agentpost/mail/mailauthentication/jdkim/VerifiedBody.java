package dev.agentpost.mail.mailauthentication.jdkim;

import com.google.common.hash.Hashing;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.impl.BodyHasherImpl;

/** The hash of a body; jDKIM takes an empty one for a line end in the relaxed form too (RFC 6376 section 3.4.4). */
final class VerifiedBody extends BodyHasherImpl {
    private static final byte[] HASH_OF_NOTHING =
            Hashing.sha256().hashBytes(new byte[0]).asBytes();

    private boolean isBlank = true;

    VerifiedBody(SignatureRecord signature) throws PermFailException {
        super(signature);
    }

    @Override
    public OutputStream getOutputStream() {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int octet) throws IOException {
                note(octet);
                out.write(octet);
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                for (int i = offset; isBlank && i < offset + length; i++) {
                    note(octets[i]);
                }
                out.write(octets, offset, length);
            }
        };
    }

    private void note(int octet) {
        isBlank &= octet == '\r' || octet == '\n' || octet == ' ' || octet == '\t';
    }

    @Override
    public byte[] getDigest() {
        boolean isRelaxed = SignatureRecord.RELAXED.equals(getSignatureRecord().getBodyCanonicalisationMethod());
        return isBlank && isRelaxed ? HASH_OF_NOTHING.clone() : super.getDigest();
    }
}

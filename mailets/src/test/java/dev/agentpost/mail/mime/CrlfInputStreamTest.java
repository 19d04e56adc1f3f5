package dev.agentpost.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrlfInputStreamTest {
    /** R and N stand for CR and LF. */
    @ParameterizedTest
    @CsvSource({
        "'',''",
        "aRN,aRN",
        "RNRN,RNRN",
        "a,aRN",
        "aNbN,aRNbRN",
        "aRbR,aRNbRN",
        "RRN,RNRN",
        "aN.NbRN,aRN.RNbRN",
        "aRN.RbRN,aRN.RNbRN",
        "NN,RNRN"
    })
    void everyLineShouldEndWithCrlf(String octets, String expected) throws IOException {
        byte[] in = octets.replace('R', '\r').replace('N', '\n').getBytes(StandardCharsets.US_ASCII);

        byte[] out = new CrlfInputStream(new ByteArrayInputStream(in)).readAllBytes();

        assertThat(new String(out, StandardCharsets.US_ASCII).replace('\r', 'R').replace('\n', 'N'))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1", "100000"})
    void octetsShouldStayAsTheyAre(int lines) throws IOException {
        byte[] line = new byte[258];
        for (int i = 0; i < 256; i++) {
            line[i] = (byte) (i == '\r' || i == '\n' ? 0 : i);
        }
        line[256] = '\r';
        line[257] = '\n';
        byte[] in = new byte[line.length * Math.min(lines, 1_000)];
        for (int i = 0; i < in.length; i++) {
            in[i] = line[i % line.length];
        }

        assertThat(Arrays.equals(new CrlfInputStream(new ByteArrayInputStream(in)).readAllBytes(), in))
                .isTrue();
    }
}

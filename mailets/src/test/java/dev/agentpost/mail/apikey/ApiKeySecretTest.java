package dev.agentpost.mail.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySecretTest {
    /** 32 zero bytes; CRC-32 of 43 zeros (ASCII). */
    private static final String ZEROS = "ap_sk_" + "0".repeat(43);

    private final ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());

    @Test
    void generatedSecretShouldHaveTheForm() {
        assertThat(secret.reveal()).matches("ap_sk_[0-9A-Za-z]{43}[0-9A-Za-z]{6}");
    }

    @Test
    void generatedSecretsShouldDiffer() {
        assertThat(ApiKeySecret.generate(new SecureRandom()).reveal()).isNotEqualTo(secret.reveal());
    }

    @Test
    void parseShouldAcceptAGeneratedSecret() {
        assertThat(ApiKeySecret.parse(secret.reveal()))
                .hasValueSatisfying(parsed -> assertThat(parsed.reveal()).isEqualTo(secret.reveal()));
    }

    @Test
    void checksumShouldBeCrc32InBase62() {
        assertThat(ApiKeySecret.parse(ZEROS + crcOfZeros())).isPresent();
        assertThat(ApiKeySecret.parse(ZEROS + "000000")).isEmpty();
    }

    private static String crcOfZeros() {
        CRC32 crc = new CRC32();
        crc.update("0".repeat(43).getBytes(StandardCharsets.US_ASCII));
        String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        StringBuilder digits = new StringBuilder();
        for (long rest = crc.getValue(); digits.length() < 6; rest /= 62) {
            digits.insert(0, alphabet.charAt((int) (rest % 62)));
        }
        return digits.toString();
    }

    @Test
    void parseShouldRefuseEveryTypoOfOneCharacter() {
        String good = secret.reveal();

        for (int i = 0; i < good.length(); i++) {
            char typo = good.charAt(i) == 'x' ? 'y' : 'x';
            String mistyped = good.substring(0, i) + typo + good.substring(i + 1);
            assertThat(ApiKeySecret.parse(mistyped)).as("typo at %d", i).isEmpty();
        }
    }

    @Test
    void parseShouldRefuseSwappedNeighbours() {
        String good = secret.reveal();

        for (int i = 6; i + 1 < good.length(); i++) {
            String swapped = good.substring(0, i) + good.charAt(i + 1) + good.charAt(i) + good.substring(i + 2);
            if (!swapped.equals(good)) {
                assertThat(ApiKeySecret.parse(swapped)).as("swap at %d", i).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s ", "\t%s\r\n", "\u00a0%s\u2003", "%s\n\n"})
    void parseShouldIgnoreWhiteSpaceAround(String format) {
        assertThat(ApiKeySecret.parse(format.formatted(secret.reveal()))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "\r\n  ", "\t", "\u00a0"})
    void parseShouldIgnoreWhiteSpaceInside(String space) {
        String folded =
                secret.reveal().substring(0, 30) + space + secret.reveal().substring(30);

        Optional<ApiKeySecret> parsed = ApiKeySecret.parse(folded);

        assertThat(parsed.map(ApiKeySecret::hash)).contains(secret.hash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ap_sk_", "password", "ap_pk_0000000000000000000000000000000000000000000000000"})
    void parseShouldRefuseWhatIsNoSecret(String text) {
        assertThat(ApiKeySecret.parse(text)).isEmpty();
    }

    @Test
    void parseShouldRefuseATruncatedSecret() {
        assertThat(ApiKeySecret.parse(secret.reveal().substring(0, 54))).isEmpty();
    }

    @Test
    void parseShouldRefuseAPrefixInUpperCase() {
        assertThat(ApiKeySecret.parse("AP_SK_" + secret.reveal().substring(6))).isEmpty();
    }

    @Test
    void hashShouldBeSha256OfTheWholeSecret() throws NoSuchAlgorithmException {
        byte[] expected =
                MessageDigest.getInstance("SHA-256").digest(secret.reveal().getBytes(StandardCharsets.US_ASCII));

        assertThat(secret.hash().bytes()).isEqualTo(expected);
    }

    @Test
    void toStringShouldHideTheSecret() {
        assertThat(secret).hasToString("***");
    }

    @Test
    void toStringOfTheHashShouldHideIt() {
        assertThat(secret.hash()).hasToString("***");
    }
}

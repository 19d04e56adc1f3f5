package dev.agentpost.mail.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmissionDigestTest {
    private static final String ALICE = "alice@shared.localhost";
    private static final List<String> BOB = List.of("bob@example.com");
    private static final List<String> PLAIN = List.of();

    private static String digest(String sender, List<String> recipients, List<String> contentTypes, String... body)
            throws IOException {
        SubmissionDigest digest = new SubmissionDigest(sender, recipients, contentTypes);
        for (String line : body) {
            digest.addBodyLine((line + "\r\n").getBytes(StandardCharsets.US_ASCII), 0);
        }
        return digest.finish();
    }

    @Test
    void sameMessageShouldHaveTheSameDigest() throws IOException {
        assertThat(digest(ALICE, BOB, PLAIN, "Hi")).isEqualTo(digest(ALICE, BOB, PLAIN, "Hi"));
    }

    @Test
    void orderAndCaseOfRecipientsShouldNotMatter() throws IOException {
        assertThat(digest(ALICE, List.of("a@example.com", "b@example.com"), PLAIN, "Hi"))
                .isEqualTo(digest(ALICE, List.of("B@example.com", "a@EXAMPLE.com"), PLAIN, "Hi"));
    }

    @Test
    void bodySenderAndRecipientsShouldMatter() throws IOException {
        assertThat(List.of(
                        digest(ALICE, BOB, PLAIN, "Hi"),
                        digest(ALICE, BOB, PLAIN, "Ho"),
                        digest(ALICE, BOB, PLAIN, "Hi", ""),
                        digest(ALICE, BOB, PLAIN),
                        digest("alice+x@shared.localhost", BOB, PLAIN, "Hi"),
                        digest("", BOB, PLAIN, "Hi"),
                        digest(ALICE, List.of("carol@example.com"), PLAIN, "Hi"),
                        digest(ALICE, List.of("bob@example.com", "carol@example.com"), PLAIN, "Hi")))
                .doesNotHaveDuplicates();
    }

    @Test
    void addressesShouldNotRunIntoEachOther() throws IOException {
        assertThat(digest("a@b.c", List.of("d@e.f"), PLAIN, "Hi"))
                .isNotEqualTo(digest("a@b.cd", List.of("@e.f"), PLAIN, "Hi"))
                .isNotEqualTo(digest("a@b.c", List.of(), PLAIN, "d@e.f", "Hi"));
    }

    /** As Python's email package and nodemailer make new ones each time they write a message. */
    @Test
    void boundariesOfPartsShouldNotMatter() throws IOException {
        assertThat(multipart("=====1111==", "=====2222==", "Hi"))
                .isEqualTo(multipart("=====3333==", "=====4444==", "Hi"));
    }

    @Test
    void contentOfPartsShouldMatter() throws IOException {
        assertThat(multipart("=====1111==", "=====2222==", "Hi"))
                .isNotEqualTo(multipart("=====1111==", "=====2222==", "Ho"));
    }

    private static String multipart(String outer, String inner, String text) throws IOException {
        return digest(
                ALICE,
                BOB,
                List.of(" multipart/mixed; boundary=\"" + outer + "\""),
                "--" + outer,
                "Content-Type: multipart/alternative;",
                " boundary=\"" + inner + "\"",
                "",
                "--" + inner,
                "Content-Type: text/plain",
                "",
                text,
                "--" + inner + "--",
                "--" + outer + "--");
    }
}

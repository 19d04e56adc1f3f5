package dev.agentpost.mail.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.inbox.InboxAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderPolicyTest {
    private static final String OWN = "alice@shared.localhost";

    private final HeaderPolicy policy =
            new HeaderPolicy(SenderIdentity.of(InboxAddress.parse(OWN).orElseThrow()));

    private static MessageHeader header(String text) {
        return MessageHeader.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OWN,
                "<" + OWN + ">",
                "Alice <" + OWN + ">",
                "\"Alice, Inc. (sales) <x@y>\" <" + OWN + ">",
                "Alice B. Smith <" + OWN + ">",
                "=?utf-8?Q?=C3=85lice?= <" + OWN + ">",
                "=?utf-8?Q?a@b?= <" + OWN + ">",
                "Ålice <" + OWN + ">",
                OWN + " (Alice)",
                OWN + " (was bob@example.com)",
                "Alice <alice+tag@shared.localhost>",
                "ALICE@SHARED.LOCALHOST",
                OWN + ", Alice <alice+two@shared.localhost>",
                "Alice\r\n <" + OWN + ">"
            })
    void fromOfThisInboxShouldPass(String from) {
        assertThat(policy.refusal(header("From: " + from + "\r\n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "bob@shared.localhost",
                "Alice",
                "alice",
                OWN + ", bob@example.com",
                "<" + OWN + "><bob@example.com>",
                OWN + " <bob@example.com>",
                "bob@example.com <" + OWN + ">",
                "bob@example.com (" + OWN + ")",
                "\"" + OWN + "\" <bob@example.com>",
                "team: " + OWN + ", bob@example.com;",
                "undisclosed:;",
                "<>",
                "\"\" <\"bob@example.com\"@shared.localhost>",
                "<@example.com:" + OWN + ">, bob",
                "\"unclosed <" + OWN + ">",
                OWN + "\r\n\t, bob@example.com",
                "alice@shared.localhost.example.com"
            })
    void otherFromShouldBeRefused(String from) {
        assertThat(policy.refusal(header("From:" + from + "\r\n"))).isPresent();
    }

    @Test
    void missingFromShouldBeRefused() {
        assertThat(policy.refusal(header("Sender: " + OWN + "\r\n"))).contains("message has no From field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: " + OWN, "from:" + OWN, "FROM : " + OWN})
    void secondFromShouldBeRefusedHoweverItIsSpelled(String second) {
        assertThat(policy.refusal(header("From: " + OWN + "\r\n" + second + "\r\n")))
                .contains("message has more than one From field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sender", "sender", "Resent-From", "Resent-Sender"})
    void otherFieldsOfSendersShouldBeCheckedToo(String field) {
        assertThat(policy.refusal(header("From: " + OWN + "\r\n" + field + ": " + OWN + "\r\n")))
                .isEmpty();
        assertThat(policy.refusal(header("From: " + OWN + "\r\n" + field + ": bob@example.com\r\n")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"To: bob@example.com", "Reply-To: bob@example.com", "X-From: bob@example.com"})
    void fieldsOfOthersShouldNotMatter(String field) {
        assertThat(policy.refusal(header("From: " + OWN + "\r\n" + field + "\r\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/report; report-type=disposition-notification; boundary=x",
                "Multipart/Report;\r\n\treport-type=\"Disposition-Notification\""
            })
    void dispositionNotificationShouldBeAReadReceipt(String contentType) {
        assertThat(HeaderPolicy.isReadReceipt(header("Content-Type: " + contentType + "\r\n")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "multipart/report",
                "multipart/report; report-type=delivery-status",
                "multipart/mixed; report-type=disposition-notification",
                "nonsense",
                ""
            })
    void otherTypesShouldBeNoReadReceipt(String contentType) {
        assertThat(HeaderPolicy.isReadReceipt(header("Content-Type: " + contentType + "\r\n")))
                .isFalse();
    }

    @Test
    void missingTypeShouldBeNoReadReceipt() {
        assertThat(HeaderPolicy.isReadReceipt(header("From: " + OWN + "\r\n"))).isFalse();
    }
}

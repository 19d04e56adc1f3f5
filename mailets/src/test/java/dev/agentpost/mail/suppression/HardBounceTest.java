package dev.agentpost.mail.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardBounceTest {

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 <bob@example.net>: no such user, 5.1.1",
        "550-5.1.1 The account does not exist 5.1.1 see the manual, 5.1.1",
        "550 5.1.1, 5.1.1",
        "553 5.1.3 Bad address syntax, 5.1.3",
        "550 5.1.6 Gone, 5.1.6",
        "5.1.2 The domain example.net does not exist, 5.1.2",
        "550 No such user here, 5.1.1",
        "550-no such user, 5.1.1",
        "550 <bob@example.net>: Recipient address rejected: User unknown in virtual mailbox table, 5.1.1",
        "550 unknown user, 5.1.1",
        "550 Mailbox bob@example.net does not exist, 5.1.1",
        "553 sorry: no mailbox here by that name: this address doesn't exist, 5.1.1",
        "551 User not found, 5.1.1",
        "550 Unrouteable address, 5.1.1",
        "5.1.10 The domain example.net takes no mail (null MX), 5.1.10",
    })
    void addressThatDoesNotExistShouldBeTold(String reply, String status) {
        assertThat(HardBounce.status(reply)).contains(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 Rejected",
                "550 Requested action not taken: mailbox unavailable",
                "550 Sender address does not exist",
                "550 Address rejected: unknown user in From",
                "550 Unknown user or blocked by policy",
                "554 No such user here",
                "552 Mailbox of an unknown user is full",
                "550 5.7.1 No such user",
                "450 No such user here",
                "550 5.7.1 Content refused",
                "550 5.7.26 Unauthenticated mail from this domain is not accepted",
                "552 5.2.2 Mailbox full",
                "550 5.2.1 Too much mail for this user at a time",
                "553 5.1.8 Sender domain does not exist",
                "553 5.1.7 Sender address malformed",
                "550 5.1.0 Address rejected",
                "550 5.1.11 Something",
                "450 4.1.1 Greylisted",
                "450 5.1.1 Contradictory",
                "5.4.7 Not delivered in time; last: 450 4.1.1 no such user yet",
                "5.4.4 The domain example.net has no mail server with an address",
                "554 5.3.4 The message mentions 5.1.1 and is too large",
                "250 2.1.5 OK",
                ""
            })
    void otherFailuresShouldNotCount(String reply) {
        assertThat(HardBounce.status(reply)).isEmpty();
    }
}

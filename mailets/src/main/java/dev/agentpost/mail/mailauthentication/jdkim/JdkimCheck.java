package dev.agentpost.mail.mailauthentication.jdkim;

import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.mailauthentication.CheckedMessage;
import dev.agentpost.mail.mailauthentication.Deadline;
import dev.agentpost.mail.mailauthentication.DkimCheck;
import dev.agentpost.mail.mailauthentication.DkimVerdict;
import dev.agentpost.mail.mailauthentication.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.BodyHasher;
import org.apache.james.jdkim.api.PublicKeyRecord;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.Result;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.apache.james.jdkim.impl.BodyHasherImpl;

/** DKIM by Apache jDKIM. What it lacks is in {@link VerifiedSignature}, {@link VerifiedKey}
 * and {@link VerifiedBody}. */
public final class JdkimCheck implements DkimCheck {
    private static final int MAX_SIGNATURES = 5;
    private static final int SHOWN_SIGNATURE_CHARACTERS = 8;

    private final DnsResolver dns;

    public JdkimCheck(DnsResolver dns) {
        this.dns = dns;
    }

    @Override
    public List<DkimVerdict> check(CheckedMessage message, Deadline deadline) throws IOException {
        Verifier verifier = new Verifier(new Keys(dns, deadline));
        try {
            BodyHasher hasher = verifier.newBodyHasher(HeaderFields.of(message.section()));
            if (hasher == null) {
                return List.of();
            }
            try (InputStream body = message.body().open();
                    OutputStream out = hasher.getOutputStream()) {
                body.transferTo(out);
            }
            verifier.verify(hasher);
        } catch (FailException noneIsValid) {
            // the results say why
        }
        return verifier.getResults().stream().map(JdkimCheck::verdict).toList();
    }

    private static DkimVerdict verdict(Result result) {
        Verdict verdict = Verdict.parse(result.getResultType().name()).orElse(Verdict.PERMERROR);
        SignatureRecord signature = result.getRecord();
        if (!(signature instanceof VerifiedSignature)) {
            return new DkimVerdict(verdict, "", "", "");
        }
        String bits = signature.getRawSignature().toString().replaceAll("\\s", "");
        return new DkimVerdict(
                verdict,
                signature.getDToken().toString(),
                signature.getSelector().toString(),
                bits.substring(0, Math.min(bits.length(), SHOWN_SIGNATURE_CHARACTERS)));
    }

    /** Of one message. */
    private static final class Verifier extends DKIMVerifier {
        private int signatures;

        Verifier(PublicKeyRecordRetriever keys) {
            super(keys);
        }

        @Override
        public SignatureRecord newSignatureRecord(String text) {
            signatures++;
            if (signatures > MAX_SIGNATURES) {
                throw new IllegalStateException("one of more than " + MAX_SIGNATURES + " signatures");
            }
            return new VerifiedSignature(text);
        }

        @Override
        protected BodyHasherImpl newBodyHasher(SignatureRecord signature) throws PermFailException {
            return new VerifiedBody(signature);
        }

        @Override
        protected PublicKeyRecord newPublicKeyRecord(String text) {
            return new VerifiedKey(text);
        }
    }

    private record Keys(DnsResolver dns, Deadline deadline) implements PublicKeyRecordRetriever {
        @Override
        public List<String> getRecords(CharSequence method, CharSequence selector, CharSequence domain)
                throws TempFailException, PermFailException {
            if (!"dns/txt".contentEquals(method)) {
                throw new PermFailException("no such way to find keys: " + method);
            }
            if (deadline.isOver()) {
                throw new TempFailException("out of time");
            }
            DnsAnswer<String> answer =
                    dns.texts(selector + "._domainkey." + domain).block();
            if (answer instanceof DnsAnswer.Failed<String> failure) {
                throw new TempFailException(failure.reason());
            }
            return answer instanceof DnsAnswer.Found<String> found ? found.records() : List.of();
        }
    }
}

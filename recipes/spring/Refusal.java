import org.springframework.http.HttpStatus;

/** The status to answer with. The message never contains a text of Enode's. */
class Refusal extends RuntimeException {
    final HttpStatus status;
    final String retryAfter;

    Refusal(HttpStatus status, String message) {
        this(status, message, null);
    }

    Refusal(HttpStatus status, String message, String retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }
}

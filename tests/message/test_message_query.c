int main(void) { return 77; } /* not yet written */

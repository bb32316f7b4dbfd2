module consumer {

	requires io.eventgate.core;

}
